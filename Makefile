.PHONY: run test soak docs setup clean

run:            ## Set everything up and serve a demo marketplace (PORT=8000)
	@bin/serve

test:           ## Set everything up and run every check and every test
	@bin/check

soak:           ## For hours: all tests at many hours of the year, and chance with a new seed
	@bin/soak

docs:           ## Take the pictures of the README and of docs/ anew
	@bin/docs

setup:
	@bin/setup

clean:          ## Forget the installed packages; the database in var/ stays
	rm -rf .venv
