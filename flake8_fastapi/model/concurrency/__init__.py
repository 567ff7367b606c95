"""Threads, coroutines and locks; who waits for what blocks, and what helps."""
