"""What the commands of a shell read and write: files and JSON lines in, JSON lines out."""
