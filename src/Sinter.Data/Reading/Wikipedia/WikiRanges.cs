using System.Buffers;

namespace Sinter.Data.Reading.Wikipedia;

/// <summary>
/// Finds what is left out of a wiki text as a whole: templates <c>{{ }}</c>, tables <c>{| |}</c> and links to files, categories and other languages.
/// One pass with a stack: any depth, linear time. What is never closed is not left out.
/// </summary>
internal sealed class WikiRanges
{
    private const char Template = '{';
    private const char Table = '|';
    private const char Link = '[';
    private const char DroppedLink = 'x';

    // The longest name of a namespace that a link is dropped for.
    private const int LongestPrefix = 16;

    private static readonly SearchValues<char> Signs = SearchValues.Create("{}[]|<");

    private static readonly HashSet<string> DroppedPrefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        "file", "image", "media", "category", "datei", "bild", "kategorie", "fichier", "catégorie", "archivo", "imagen", "categoría", "immagine", "categoria", "ficheiro", "imagem",
        "bestand", "afbeelding", "categorie", "plik", "grafika", "kategoria", "fil", "kategori", "файл", "изображение", "категория", "зображення", "категорія",
        "ファイル", "画像", "カテゴリ", "文件", "图像", "檔案", "分类", "分類", "파일", "분류", "ملف", "تصنيف", "קובץ", "קטגוריה", "tiedosto", "luokka", "soubor", "súbor", "kép", "fájl", "kategória", "dosya",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Dropped = DroppedPrefixes.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly List<(int Start, int End)> _ranges = [];
    private readonly List<(char Kind, int Start)> _open = [];
    private int _openTemplates;
    private int _openTables;

    private WikiRanges()
    {
    }

    /// <summary>The ranges in order; none lies in another one.</summary>
    public static List<(int Start, int End)> Find(ReadOnlySpan<char> text)
    {
        var ranges = new WikiRanges();
        ranges.Scan(text);
        return ranges._ranges;
    }

    private void Scan(ReadOnlySpan<char> text)
    {
        var literals = new LiteralTags();
        var i = 0;
        while (true)
        {
            var step = text[i..].IndexOfAny(Signs);
            if (step < 0)
            {
                return;
            }

            i += step;
            var run = Run(text[i..]);
            switch (text[i])
            {
                case '{' when run == 1 && Follows(text, i, '|') && AtLineStart(text, i):
                    Push(Table, i);
                    break;
                case '{':
                    for (var at = 0; at + 2 <= run; at += 2)
                    {
                        Push(Template, i + at);
                    }

                    break;
                case '}':
                    for (var at = 0; at + 2 <= run && _openTemplates > 0; at += 2)
                    {
                        Close(Template, at + 4 <= run ? i + at + 2 : i + run);
                    }

                    break;
                case '|' when _openTables > 0 && Follows(text, i, '}') && !Follows(text, i + 1, '}') && AtLineStart(text, i):
                    Close(Table, i + 2);
                    run = 2;
                    break;
                case '[' when run >= 2:
                    Push(IsDropped(text[(i + run)..]) ? DroppedLink : Link, i);
                    break;
                case ']' when run >= 2 && _open.Count > 0 && _open[^1].Kind is Link or DroppedLink:
                    CloseLinks(i, run);
                    break;
                case '<' when literals.Skip(text, i) is var end and > 0:
                    run = end - i;
                    break;
            }

            i += run;
        }
    }

    private void CloseLinks(int at, int run)
    {
        for (var used = 0; used + 2 <= run && _open.Count > 0 && _open[^1].Kind is Link or DroppedLink; used += 2)
        {
            var (kind, start) = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (kind == DroppedLink)
            {
                Add(start, at + used + 2);
            }
        }
    }

    private void Push(char kind, int start)
    {
        _open.Add((kind, start));
        _openTemplates += kind == Template ? 1 : 0;
        _openTables += kind == Table ? 1 : 0;
    }

    /// <summary>Closes the innermost one of the kind, of which there is one; what was opened within it and never closed goes with it.</summary>
    private void Close(char kind, int end)
    {
        while (true)
        {
            var (top, start) = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            _openTemplates -= top == Template ? 1 : 0;
            _openTables -= top == Table ? 1 : 0;
            if (top == kind)
            {
                Add(start, end);
                return;
            }
        }
    }

    private void Add(int start, int end)
    {
        while (_ranges.Count > 0 && _ranges[^1].Start > start)
        {
            _ranges.RemoveAt(_ranges.Count - 1);
        }

        _ranges.Add((start, end));
    }

    private static bool IsDropped(ReadOnlySpan<char> target)
    {
        var colon = target[..Math.Min(target.Length, LongestPrefix)].IndexOfAny(":|]\n");
        if (colon <= 0 || target[colon] != ':')
        {
            return false;
        }

        var prefix = target[..colon].Trim();
        if (Dropped.Contains(prefix))
        {
            return true;
        }

        // Languages: two or three small letters, and some with a part behind a dash.
        return prefix.Length is 2 or 3 ? !prefix.ContainsAnyExceptInRange('a', 'z') : prefix.Length > 3 && prefix[2] == '-' && !prefix[..2].ContainsAnyExceptInRange('a', 'z');
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        if (text[0] is '<' or '|')
        {
            return 1;
        }

        var end = text.IndexOfAnyExcept(text[0]);
        return end < 0 ? text.Length : end;
    }

    private static bool Follows(ReadOnlySpan<char> text, int at, char sign) => at + 1 < text.Length && text[at + 1] == sign;

    private static bool AtLineStart(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t' or ':')
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }
}
