"""Contact: questions, complaints and security reports, their reference numbers and answers."""
