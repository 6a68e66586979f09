"""What can be asked and changed: Cypher as constants or compiled, parameters always."""
