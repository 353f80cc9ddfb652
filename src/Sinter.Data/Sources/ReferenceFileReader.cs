using System.Xml;

namespace Sinter.Data.Sources;

/// <summary>
/// Reads the members of one file of XML documentation, one after another, and turns their tags into plain text.
/// Knows nothing of packs and cards. The file is not trusted: no DTD, no external entities, bounded size, depth and text.
/// </summary>
internal sealed class ReferenceFileReader
{
    private const int MaximumDepth = 256;
    private const int MaximumIdLength = 4096;
    private const int MaximumSectionLength = 1 << 20;
    private const long MaximumFileCharacters = 1L << 27;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaximumFileCharacters,
    };

    private readonly string _path;
    private readonly string _source;
    private readonly List<BrokenInput> _broken;
    private readonly ReadableNames _names = new();
    private readonly ProseBuilder _prose = new(MaximumSectionLength);
    private readonly Stack<OpenTag> _open = new();

    // Of the section that is being read: the first type that it refers to, and where the text about it begins.
    private string? _firstType;
    private int _firstTypeStart;
    private int _firstTypeEnd;

    /// <summary>Reads the file of this path; faults are added to <paramref name="broken"/> under the name <paramref name="source"/>.</summary>
    public ReferenceFileReader(string path, string source, List<BrokenInput> broken)
    {
        _path = path;
        _source = source;
        _broken = broken;
    }

    /// <summary>The names of the types of this file, as far as it was read.</summary>
    public ReadableNames Names => _names;

    /// <summary>A tag whose end has not come yet: the name that stands for it where it holds no text, and the length of the text when it began.</summary>
    private readonly record struct OpenTag(string Name, string Fallback, int Start);

    /// <summary>The members with their ids, in the order of the file.</summary>
    public IEnumerable<(string Id, ReferenceMember Member)> Read()
    {
        FileStream stream;
        try
        {
            stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _broken.Add(new BrokenInput(_source, 0, $"The file cannot be opened: {fault.Message}"));
            yield break;
        }

        using (stream)
        using (var reader = XmlReader.Create(stream, Settings))
        {
            while (TryReadMember(reader, out var id, out var member))
            {
                if (member is not null)
                {
                    yield return (id, member);
                }
            }
        }
    }

    /// <summary>Goes to the end of the next member; the member is null where it cannot be used. False at the end of the file or at a fault.</summary>
    private bool TryReadMember(XmlReader reader, out string id, out ReferenceMember? member)
    {
        id = "";
        member = null;
        try
        {
            while (Next(reader))
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "member" })
                {
                    id = reader.GetAttribute("name") ?? "";
                    member = ReadMember(reader, id);
                    return true;
                }
            }
        }
        catch (Exception fault) when (fault is XmlException or IOException or System.Text.DecoderFallbackException)
        {
            _broken.Add(new BrokenInput(_source, Line(reader), $"The XML is broken or cut short; the members before this line were kept: {fault.Message}"));
            member = null;
        }

        return false;
    }

    private ReferenceMember? ReadMember(XmlReader reader, string id)
    {
        var line = Line(reader);
        var parsed = id.Length <= MaximumIdLength ? DocumentationId.TryParse(id) : null;
        var member = parsed is null ? null : new ReferenceMember { Id = parsed };
        var isWhole = true;
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (Next(reader) && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element && !ReadSection(reader, member))
                {
                    isWhole = false;
                }
            }
        }

        if (parsed is null)
        {
            _broken.Add(new BrokenInput(_source, line, $"The member '{Shorten(id)}' has no id of a type, method, property, field or event; it was left out."));
        }
        else if (!isWhole)
        {
            _broken.Add(new BrokenInput(_source, line, $"The member '{Shorten(id)}' has a section of more than {MaximumSectionLength} characters; it was left out."));
        }
        else if (parsed.Kind == MemberKind.Type && member!.TypeParameters.Count > 0)
        {
            _names.Learn(parsed.Type, [.. member.TypeParameters.Select(parameter => parameter.Name)]);
        }

        return isWhole ? member : null;
    }

    /// <summary>Reads one child of a member to its end and gives it to the member, where there is one; false where its text is too long.</summary>
    private bool ReadSection(XmlReader reader, ReferenceMember? member)
    {
        var section = reader.LocalName;
        var name = section switch
        {
            "param" or "typeparam" => reader.GetAttribute("name") ?? "",
            "exception" => reader.GetAttribute("cref") ?? "",
            _ => "",
        };
        _prose.Begin(singleLine: section is not ("remarks" or "remark" or "example" or "examples"));
        _firstType = null;
        ReadText(reader);
        if (member is not null)
        {
            Give(member, section, name.Trim(), _prose.End());
        }

        return !_prose.Overflowed;
    }

    private void Give(ReferenceMember member, string section, string name, string text)
    {
        switch (section)
        {
            case "summary":
                member.Summary = Append(member.Summary, text, " ");
                break;
            case "returns" or "return":
                member.Returns = Append(member.Returns, text, " ");
                member.ReturnType ??= ReturnType(member.Id, text);
                break;
            case "value":
                member.Value = Append(member.Value, text, " ");
                member.ReturnType ??= ReturnType(member.Id, text);
                break;
            case "remarks" or "remark" or "example" or "examples":
                member.Remarks = Append(member.Remarks, text, "\n\n");
                break;
            case "param":
                member.Parameters.Add(new Described(name, text));
                break;
            case "typeparam":
                member.TypeParameters.Add(new Described(name, text));
                break;
            case "exception":
                member.Exceptions.Add(new Described(_names.Reference(name), text));
                break;
            default:
                break; // References to other members, permissions and the like: nothing to read.
        }
    }

    private string? ReturnType(DocumentationId id, string text) =>
        ReturnTypeRule.FromTruth(text, id.Member)
        ?? (_firstType is { } type ? ReturnTypeRule.FromReference(text.AsSpan(0, _firstTypeStart), type, text.AsSpan(_firstTypeEnd), _names) : null);

    private void ReadText(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var codeDepth = int.MaxValue;
        _open.Clear();
        while (Next(reader) && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName is "listheader" or "script" or "style" or "devremarks" or "forInternalUseOnly":
                    SkipContent(reader);
                    break;
                case XmlNodeType.Element:
                    codeDepth = reader.LocalName is "code" or "pre" ? Math.Min(codeDepth, reader.Depth) : codeDepth;
                    BeginTag(reader);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _prose.Write(reader.Value, keepLines: reader.Depth > codeDepth);
                    break;
                case XmlNodeType.EndElement:
                    codeDepth = reader.Depth == codeDepth ? int.MaxValue : codeDepth;
                    EndTag(_open.Pop());
                    break;
                default:
                    break;
            }
        }
    }

    private static bool Next(XmlReader reader)
    {
        var found = reader.Read();
        return reader.Depth <= MaximumDepth ? found : throw new XmlException($"Elements are nested more than {MaximumDepth} deep.");
    }

    /// <summary>Goes to the end of the element that the reader is at, so that the next read is what follows it.</summary>
    private static void SkipContent(XmlReader reader)
    {
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (Next(reader) && reader.Depth > depth)
            {
            }
        }
    }

    private void BeginTag(XmlReader reader)
    {
        var isEmpty = reader.IsEmptyElement;
        var name = reader.LocalName;
        var fallback = "";
        switch (name)
        {
            case "see" or "seealso" or "xref" or "paramref" or "typeparamref" or "a":
                fallback = ReferenceText(reader);
                break;
            case "para" or "p" or "div" or "pre":
                _prose.Break(2);
                break;
            case "list" or "ul" or "ol" or "br" or "tr":
                _prose.Break(1);
                break;
            case "item" or "li":
                _prose.BeginItem();
                break;
            default:
                break;
        }

        var tag = new OpenTag(name, fallback, _prose.Length);
        if (isEmpty)
        {
            EndTag(tag);
        }
        else
        {
            _open.Push(tag);
        }
    }

    private void EndTag(OpenTag tag)
    {
        if (tag.Fallback.Length > 0 && _prose.Length == tag.Start)
        {
            WriteReference(tag.Fallback);
        }

        switch (tag.Name)
        {
            case "term" or "dt":
                _prose.EndTerm();
                break;
            case "para" or "p" or "div" or "pre":
                _prose.Break(2);
                break;
            case "list" or "ul" or "ol" or "item" or "li" or "tr":
                _prose.Break(1);
                break;
            default:
                break;
        }
    }

    private void WriteReference(string reference)
    {
        var before = _prose.Length;
        _prose.WriteName(_names.Reference(reference));
        if (_firstType is null && reference.StartsWith("T:", StringComparison.Ordinal))
        {
            _firstType = reference[2..];
            _firstTypeStart = before;
            _firstTypeEnd = _prose.Length;
        }
    }

    private static string ReferenceText(XmlReader reader) =>
        reader.GetAttribute("cref")
        ?? reader.GetAttribute("langword")
        ?? reader.GetAttribute("name")
        ?? reader.GetAttribute("langref")
        ?? (reader.GetAttribute("uid") is { } uid ? Uri.UnescapeDataString(uid.Split('?')[0]) : null)
        ?? reader.GetAttribute("href")
        ?? "";

    private static string Append(string text, string more, string separator) =>
        text.Length == 0 ? more : more.Length == 0 ? text : text + separator + more;

    private static int Line(XmlReader reader) => reader is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    private static string Shorten(string id) => id.Length <= 100 ? id : id[..100] + "...";
}
