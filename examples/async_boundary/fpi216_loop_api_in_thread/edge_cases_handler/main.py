from fastapi import FastAPI

from .answers import answer, answer_on_the_loop, answer_when_added

app = FastAPI()
app.add_exception_handler(KeyError, answer_when_added)
app.exception_handler(LookupError)(answer)
app.exception_handler(ValueError)(answer_on_the_loop)
