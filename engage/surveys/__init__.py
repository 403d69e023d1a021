"""Surveys: questionnaires as validated documents, answering without losing an answer, results."""
