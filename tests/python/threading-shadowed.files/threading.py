"""Not the one of the library."""

WHO = "the file beside the program"
