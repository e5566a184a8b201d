"""What people do with a ticket, one file for each verb."""
