"""Lines that never run, though the file can be imported."""
