.PHONY: run test setup clean

run:            ## Set everything up and serve a demo marketplace (PORT=8000)
	@bin/serve

test:           ## Set everything up and run every check and every test
	@bin/check

setup:
	@bin/setup

clean:          ## Forget the installed packages; the database in var/ stays
	rm -rf .venv
