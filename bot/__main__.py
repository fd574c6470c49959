"""`python -m bot` is `nhs-brief`."""

from bot.cli import main

if __name__ == "__main__":
    main()
