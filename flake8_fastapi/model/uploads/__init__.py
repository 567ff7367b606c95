"""What is done with uploads, and with the files that they are written to."""
