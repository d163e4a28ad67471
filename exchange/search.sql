-- Finds the articles that have a word of Chinese characters, in either script: 湿地公园, 濕地公園.
-- The index holds pairs of folded characters, so the word is folded (zh_fold), and its pairs make a phrase:
-- "湿地 地公 公园"; one character is the beginning of a pair. The word itself would be found nowhere: MATCH '湿地公园'
-- is empty.
-- In the shell of SQLite: .parameter set :word 湿地公园, and .read search.sql. Elsewhere, bind :word.
WITH RECURSIVE
  characters(place, written, folded) AS (
    SELECT 1, substr(:word, 1, 1), coalesce((SELECT t FROM zh_fold WHERE c = substr(:word, 1, 1)), substr(:word, 1, 1))
    UNION ALL
    SELECT place + 1, substr(:word, place + 1, 1),
      coalesce((SELECT t FROM zh_fold WHERE c = substr(:word, place + 1, 1)), substr(:word, place + 1, 1))
    FROM characters WHERE place < length(:word)
  ),
  pairs(pair) AS ( -- a pair that is itself in zh_fold stays as it is written
    SELECT coalesce(
      (SELECT c FROM zh_fold
       WHERE c IN (one.written || two.written, one.written || two.folded, one.folded || two.written)),
      one.folded || two.folded)
    FROM characters AS one JOIN characters AS two ON two.place = one.place + 1 ORDER BY one.place
  )
SELECT id, published_at, title, url FROM articles
WHERE id IN (
  SELECT rowid FROM articles_fts
  WHERE articles_fts MATCH coalesce(
    (SELECT '"' || replace(group_concat(pair, ' '), '"', '') || '"' FROM pairs),
    (SELECT '"' || folded || '" *' FROM characters WHERE folded NOT IN ('', '"', char(0))),
    '""')
)
ORDER BY published_at DESC;
