"""FPI4: file uploads."""
