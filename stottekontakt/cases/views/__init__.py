"""What is done in a case by hand. The pages that show a case are stottekontakt/reports."""
