"""What rows of several kinds ask for alike: columns that name people, organisations, practicums,
and the drafts made of them. Pure; a kind's own file says what its rows are about."""
