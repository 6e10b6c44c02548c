/*
 * What a local paper adds to the news: towns, persons, figures, Latin words.
 * Persons are as many as a city has, the first of them in the paper most
 * often (Zipf).
 */
#ifndef KANBAO_BENCH_WORDS_H
#define KANBAO_BENCH_WORDS_H

#include "bench.h"

void words_person(struct bench_rng *r, struct kb_buf *out);
void words_role(struct bench_rng *r, struct kb_buf *out);
void words_label(struct bench_rng *r, struct kb_buf *out);
/* 柯城区航埠镇, with what happens there. */
void words_place(struct bench_rng *r, struct kb_buf *out);
/* A clause with a figure, a Latin word or a person in it, and its comma. */
void words_clause(struct bench_rng *r, struct kb_buf *out);

#endif
