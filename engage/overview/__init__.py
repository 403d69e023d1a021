"""Pages that join the features: home, start page of staff, search, health, privacy."""
