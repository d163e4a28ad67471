"""The values that pass between the stages, and the errors."""
