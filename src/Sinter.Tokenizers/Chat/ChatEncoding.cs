using System.Text;
using Sinter.Tokenizers.Jinja;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers;

/// <summary>One conversation, written by a template and encoded.</summary>
internal sealed class ChatEncoding
{
    private readonly ChatTemplate _template;
    private readonly Tokenizer _tokenizer;
    private readonly ChatConversation _conversation;
    private readonly MarkedText _text;
    private readonly TextRange[] _offsets;

    /// <summary>Writes and encodes a conversation.</summary>
    public ChatEncoding(ChatTemplate template, Tokenizer tokenizer, ChatConversation conversation, bool addGenerationPrompt)
    {
        _template = template;
        _tokenizer = tokenizer;
        _conversation = conversation;
        _text = template.RenderMarked(conversation, addGenerationPrompt);
        var utf8 = Encoding.UTF8.GetBytes(_text.Text);
        var encoded = tokenizer.EncodeWithOffsets(utf8, allowSpecial: true, PlainRanges());
        CharacterOffsets.Translate(utf8, encoded.Offsets);
        (Ids, _offsets) = encoded;
    }

    /// <summary>The token ids.</summary>
    public int[] Ids { get; }

    /// <summary>For each id whether it is trained, and how that was found.</summary>
    public (bool[] Trained, ChatMaskSource Source) Mask()
    {
        var (answers, source) = new AnswerRanges(_template, _conversation, _text, FirstSpecialEnd).Find();
        var trained = new bool[Ids.Length];
        var token = 0;
        foreach (var answer in answers)
        {
            for (; token < Ids.Length && Place(token) < answer.End; token++)
            {
                trained[token] = Place(token) >= answer.Start;
            }
        }

        return (trained, source);
    }

    /// <summary>The tokens one by one.</summary>
    public ChatPart[] Parts()
    {
        var (trained, _) = Mask();
        var parts = new ChatPart[Ids.Length];
        var shown = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 ? _text.Text.Length : Math.Max(shown, _offsets[i].End);
            var kind = _tokenizer.IsSpecial(Ids[i]) ? ChatPartKind.Special
                : _text.Text.Length == 0 || _text.OriginAt(Math.Min(_offsets[i].Start, _text.Text.Length - 1)).IsTemplate ? ChatPartKind.Template
                : ChatPartKind.Message;
            parts[i] = new ChatPart(Ids[i], _text.Text[shown..end], kind, trained[i]);
            shown = end;
        }

        return parts;
    }

    /// <summary>The character by which a token belongs to an answer or not: its first, and the last of a special token, which may have taken white space before it.</summary>
    private int Place(int token) => _tokenizer.IsSpecial(Ids[token]) ? _offsets[token].End - 1 : _offsets[token].Start;

    /// <summary>Where the first special token ends that stands between two characters, or null.</summary>
    private int? FirstSpecialEnd(int start, int end)
    {
        for (var i = 0; i < Ids.Length && _offsets[i].Start < end; i++)
        {
            if (_offsets[i].End > start && _tokenizer.IsSpecial(Ids[i]))
            {
                return _offsets[i].End;
            }
        }

        return null;
    }

    /// <summary>The stretches that the template did not write itself, in bytes of UTF-8.</summary>
    private TextRange[] PlainRanges()
    {
        List<TextRange> ranges = [];
        var (character, place) = (0, 0);
        foreach (var run in _text.Runs)
        {
            // Two messages that each give half of a surrogate pair make one character; it counts to the first.
            var splitsPair = run.End < _text.Text.Length && char.IsSurrogatePair(_text.Text[run.End - 1], _text.Text[run.End]);
            var next = splitsPair ? run.End + 1 : Math.Max(character, run.End);
            var end = place + Encoding.UTF8.GetByteCount(_text.Text.AsSpan(character, next - character));
            if (!run.Origin.IsTemplate)
            {
                ranges.Add(new TextRange(place, end));
            }

            (character, place) = (next, end);
        }

        return [.. ranges];
    }
}
