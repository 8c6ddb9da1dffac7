"""The application, in the conversation: what is written, uploaded and handed in, and how it goes on."""
