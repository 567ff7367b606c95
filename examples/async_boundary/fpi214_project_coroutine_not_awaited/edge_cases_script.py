"""A script: who starts it sees at once what it does not do."""

import argparse
import asyncio


async def remind(address: str) -> None:
    print(address)


async def main(address: str) -> None:
    remind(address)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    asyncio.run(main(parser.parse_args().address))
