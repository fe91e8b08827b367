"""A part of it."""

VALUE = 42
