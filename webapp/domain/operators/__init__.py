"""What the operator decides, with all that follows from it in other areas."""
