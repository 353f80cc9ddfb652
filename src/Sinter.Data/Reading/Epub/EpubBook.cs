using System.Xml;

namespace Sinter.Data.Reading.Epub;

/// <summary>The chapters of a book in order, as they lie in the archive, and what its package says about it (EPUB 3.3, Open Packaging Format).</summary>
internal sealed class EpubBook
{
    private const int MaximumChapters = 20_000;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    private readonly List<KeyValuePair<string, string>> _facts = [];
    private readonly List<byte[]> _chapters = [];

    /// <summary>The chapters, as XHTML.</summary>
    public IReadOnlyList<byte[]> Chapters => _chapters;

    /// <summary>Title, author and language, where they are given.</summary>
    public MetadataDictionary Metadata => new(_facts);

    /// <summary>Reads a book; throws <see cref="InvalidDataException"/> or <see cref="XmlException"/> where it is none.</summary>
    public static EpubBook Open(EpubArchive archive)
    {
        var book = new EpubBook();
        if (archive.Read("META-INF/encryption.xml") is { } encryption && encryption.AsSpan().IndexOf("EncryptedKey"u8) >= 0)
        {
            throw new InvalidDataException("it is encrypted");
        }

        var path = PackagePath(archive.Read("META-INF/container.xml") ?? throw new InvalidDataException("META-INF/container.xml is missing"));
        book.ReadPackage(archive, path);
        return book;
    }

    private static string PackagePath(byte[] container)
    {
        using var xml = XmlReader.Create(new MemoryStream(container), Safe);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rootfile" && xml.GetAttribute("full-path") is { Length: > 0 } path)
            {
                return path;
            }
        }

        throw new InvalidDataException("META-INF/container.xml names no package");
    }

    private void ReadPackage(EpubArchive archive, string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var items = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = XmlReader.Create(new MemoryStream(archive.Read(path) ?? throw new InvalidDataException($"its package '{path}' is missing")), Safe);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "title": AddFact(xml, "title"); break;
                case "creator": AddFact(xml, "author"); break;
                case "language": AddFact(xml, "language"); break;
                case "item" when xml.GetAttribute("id") is { } id && xml.GetAttribute("href") is { } link && xml.GetAttribute("media-type") is "application/xhtml+xml" or "text/html":
                    items[id] = Resolve(folder, link);
                    break;
                case "itemref" when xml.GetAttribute("idref") is { } reference && items.Remove(reference, out var chapter):
                    AddChapter(archive, chapter);
                    break;
            }
        }
    }

    private void AddChapter(EpubArchive archive, string path)
    {
        if (_chapters.Count == MaximumChapters)
        {
            throw new InvalidDataException($"it has more than {MaximumChapters} chapters, the limit");
        }

        _chapters.Add(archive.Read(path) ?? throw new InvalidDataException($"its chapter '{path}' is missing"));
    }

    private void AddFact(XmlReader xml, string key)
    {
        if (xml.IsEmptyElement || _facts.Exists(fact => fact.Key == key))
        {
            return;
        }

        xml.Read();
        if (xml.NodeType == XmlNodeType.Text && xml.Value.Trim() is { Length: > 0 } value)
        {
            _facts.Add(new(key, value));
        }
    }

    private static string Resolve(string folder, string link)
    {
        var names = new List<string>();
        foreach (var name in (folder + Uri.UnescapeDataString(link.Split('#')[0])).Split('/'))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("." or ".."))
            {
                names.Add(name);
            }
        }

        return string.Join('/', names);
    }
}
