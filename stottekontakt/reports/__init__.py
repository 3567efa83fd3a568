"""What joins several apps and only reads: the work list, the list of cases, the pages of a case."""
