using System.Text;
using System.Xml;

namespace Sinter.Data.Reading;

/// <summary>Reads the documents of an XML file one after another.</summary>
internal sealed class XmlRecordReader : IDisposable
{
    private const int MaximumDepth = 1024;
    private const int MaximumFacts = 512;

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };

    private readonly BoundedStepStream _content;
    private readonly XmlReader _xml;
    private readonly string _source;
    private readonly ReadSettings _settings;
    private readonly char[] _chunk = new char[4096];
    private readonly StringBuilder _text = new();

    // Whether each open element of the record has had text of its own.
    private readonly Stack<bool> _hasText = new();
    private long _record;
    private bool _ended;

    public XmlRecordReader(BoundedStepStream content, string source, ReadSettings settings)
    {
        _content = content;
        _source = source;
        _settings = settings;
        _xml = XmlReader.Create(content, Safe);
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>The next document or fault; false at the end, which also a fault is that cannot be read beyond.</summary>
    public bool TryRead(out ReadOutcome outcome)
    {
        outcome = default;
        if (_ended)
        {
            return false;
        }

        try
        {
            while (Step())
            {
                if (_xml.NodeType == XmlNodeType.Element && (_settings.RecordElement is null || _xml.LocalName == _settings.RecordElement))
                {
                    outcome = ReadRecord();
                    return true;
                }
            }

            _ended = true;
            return false;
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException or EndOfStreamException or ArgumentException)
        {
            _ended = true;
            var line = fault is XmlException { LineNumber: > 0 and var number } ? number : (_xml as IXmlLineInfo)?.LineNumber ?? 0;
            outcome = ReadOutcome.Fault(_source, line, $"The XML cannot be read further: {fault.Message.TrimEnd('.')}.");
            return true;
        }
    }

    private bool Step()
    {
        var more = _xml.Read();
        _content.Step();
        return _xml.Depth <= MaximumDepth ? more : throw new InvalidDataException($"its elements are nested deeper than {MaximumDepth}, the limit");
    }

    private ReadOutcome ReadRecord()
    {
        _record++;
        long line = (_xml as IXmlLineInfo)?.LineNumber ?? 0;
        var metadata = _settings.RecordElement is null ? [] : Attributes();
        var depth = _xml.Depth;
        _text.Clear();
        _hasText.Clear();
        _hasText.Push(false);
        if (!_xml.IsEmptyElement)
        {
            while (Step() && _xml.Depth > depth)
            {
                Take();
            }
        }

        if (_text.Length > _settings.MaximumRecordBytes)
        {
            return ReadOutcome.Fault(_source, line, $"The text of the element is longer than {_settings.MaximumRecordBytes} characters, the limit for one document.");
        }

        var named = metadata.Find(fact => fact.Key == _settings.IdField).Value;
        metadata.RemoveAll(fact => fact.Key == _settings.IdField);
        return ReadOutcome.Of(new Document
        {
            Id = named ?? (_settings.RecordElement is null ? _source : $"{_source}#{_record}"),
            Text = _text.ToString().Trim(),
            Source = _source,
            Metadata = metadata.Count == 0 ? MetadataDictionary.Empty : new MetadataDictionary(metadata),
        });
    }

    private List<KeyValuePair<string, string>> Attributes()
    {
        var facts = new List<KeyValuePair<string, string>>();
        if (_xml.AttributeCount > MaximumFacts)
        {
            throw new InvalidDataException($"an element has {_xml.AttributeCount} attributes, and {MaximumFacts} is the limit");
        }

        while (_xml.MoveToNextAttribute())
        {
            if (_xml.Prefix != "xmlns" && _xml.Name != "xmlns")
            {
                facts.Add(new(_xml.Name, _xml.Value));
            }
        }

        _xml.MoveToElement();
        return facts;
    }

    private void Take()
    {
        switch (_xml.NodeType)
        {
            case XmlNodeType.Element:
                BreakLine();
                if (!_xml.IsEmptyElement)
                {
                    _hasText.Push(false);
                }

                break;
            case XmlNodeType.EndElement:
                _hasText.Pop();
                BreakLine();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                for (int read; (read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0;)
                {
                    _content.Step();
                    Append(_chunk.AsSpan(0, read));
                }

                break;
        }
    }

    /// <summary>An element that stands amid text goes on with the line; else it has its own.</summary>
    private void BreakLine()
    {
        if (!_hasText.Peek() && _text.Length > 0 && _text[^1] != '\n')
        {
            if (_text[^1] == ' ')
            {
                _text.Length--;
            }

            _text.Append('\n');
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_text.Length > _settings.MaximumRecordBytes)
        {
            return;
        }

        while (!text.IsEmpty)
        {
            var word = text.IndexOfAny(" \t\r\n");
            if (word != 0)
            {
                _text.Append(word < 0 ? text : text[..word]);
                if (!_hasText.Peek())
                {
                    _hasText.Pop();
                    _hasText.Push(true);
                }

                text = word < 0 ? [] : text[word..];
            }
            else
            {
                if (_text.Length > 0 && _text[^1] is not (' ' or '\n'))
                {
                    _text.Append(' ');
                }

                var next = text.IndexOfAnyExcept(" \t\r\n");
                text = next < 0 ? [] : text[next..];
            }
        }
    }
}
