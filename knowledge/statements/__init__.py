"""What the notes say: lines taken apart into subject, attribute, qualifier, scope and value."""

from knowledge.statements.model import Family, Statement, StatementKind, Statements
from knowledge.statements.read import read_statements, subject_of

__all__ = ["Family", "Statement", "StatementKind", "Statements", "read_statements", "subject_of"]
