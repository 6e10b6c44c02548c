/* Shared by what writes an issue for people: lines that each form sets in its own way. */
#ifndef KANBAO_WRITER_INT_H
#define KANBAO_WRITER_INT_H

#include "kanbao/writer.h"

/* 2022年4月13日　星期三　农历壬寅年三月十三　第1937期, as far as it is known. */
void kb_write_dateline(struct kb_buf *out, const struct kb_issue *issue);
/* 第1版　要闻: a page and its name; A4 and the like too. */
void kb_write_page(struct kb_buf *out, const struct kb_issue *issue, kb_str page);
/* 记者 楼郁馨　方心怡 摄: persons with one role together, in printed order. */
void kb_write_credits(struct kb_buf *out, const struct kb_credits *credits);
/* 本报讯　记者 楼郁馨: what stands between the titles and the text; may be empty. */
void kb_write_byline(struct kb_buf *out, const struct kb_article *article);
/* → 第2版, ← 第1版: where the story goes on, and where it comes from. */
void kb_write_jump(struct kb_buf *out, kb_str page, bool onward);
/* Articles from i on that stand on one page. */
size_t kb_write_page_len(const struct kb_issue *issue, size_t i);

void kb_write_jsonl(struct kb_writing *w, const struct kb_issue *issue);
void kb_write_json(struct kb_writing *w, const struct kb_issue *issue);
void kb_write_markdown(struct kb_writing *w, const struct kb_issue *issue);
void kb_write_text(struct kb_writing *w, const struct kb_issue *issue);
void kb_write_html_head(struct kb_writing *w);
void kb_write_html(struct kb_writing *w, const struct kb_issue *issue);
void kb_write_html_foot(struct kb_writing *w);

#endif
