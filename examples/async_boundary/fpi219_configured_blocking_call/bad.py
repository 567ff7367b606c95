# options: blocking-calls = reportlab.pdfgen.render
from fastapi import FastAPI
from reportlab import pdfgen

app = FastAPI()


@app.get("/invoices/{number}")
async def read_invoice(number: int) -> dict[str, int]:
    pages = pdfgen.render(number)  # error: FPI219
    return {"pages": pages}
