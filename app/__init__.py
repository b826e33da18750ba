"""The program: window, command line, and the services that both call."""
