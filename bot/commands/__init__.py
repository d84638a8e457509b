"""The commands of `noticebot`, a module each; every module has its `command`."""
