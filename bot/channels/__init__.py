"""Where citizens write and read: each channel reads updates and writes messages, and knows nothing else."""
