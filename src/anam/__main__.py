from anam.cli import main

main()
