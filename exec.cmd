@rem The scripts in package.json begin with exec: a signal to npm then reaches the command, not a shell that swallows it.
@rem Windows has neither; there this runs what follows.
@%*
