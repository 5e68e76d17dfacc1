"""What counties say: forms, intake, validation, reports and what is computed from them."""
