"""Who is asked, how and when: contacts, campaigns, invitations and reminders."""
