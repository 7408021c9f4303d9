"""Bad days on purpose: killed commands, failing disks, damaged files, strange input, commands at random."""
