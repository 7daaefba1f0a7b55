# For public hosting (also a Hugging Face Space with `sdk: docker`): only the built-in model may be opened.
FROM python:3.11-slim
RUN useradd --create-home --uid 1000 lmdash
WORKDIR /home/lmdash/app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=lmdash . .
USER lmdash
ENV LMDASH_MODELS=demo
EXPOSE 7860
CMD ["streamlit", "run", "app.py", "--server.port=7860", "--server.address=0.0.0.0", "--server.headless=true"]
