"""The core: pure conversation, knowing neither channel, database nor network."""
