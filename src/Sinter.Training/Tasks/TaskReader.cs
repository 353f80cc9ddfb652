using Sinter.Models;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>
/// Reads the inputs of a task as sequences, for training and for prediction alike. It cuts what is too long: the end of a text, the longer of two texts first; words and the text of a question come
/// in windows in place of being cut.
/// </summary>
internal sealed class TaskReader
{
    private readonly TaskDescription _task;
    private readonly Tokenizer _tokenizer;
    private readonly TaskFrame _frame;
    private readonly bool _readsBothOrders;
    private readonly int _length;

    /// <summary>Prepares to read.</summary>
    /// <exception cref="InvalidDataException">Tokenizer and model do not belong together, or the length leaves no room for text.</exception>
    public TaskReader(TaskDescription task, ModelConfig config, Tokenizer tokenizer, int virtualTokens = 0)
    {
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new InvalidDataException(Invariant($"The tokenizer has {tokenizer.VocabularySize} tokens and the model only {config.VocabularySize}; they do not belong together."));
        }

        (_task, _tokenizer, _frame) = (task, tokenizer, new TaskFrame(config, tokenizer, virtualTokens));
        _readsBothOrders = task.ReadsBothOrders(config);
        _length = task.MaximumLength == 0 ? config.ContextLength : task.MaximumLength;
        if (_length > config.ContextLength)
        {
            throw new InvalidDataException(Invariant($"Texts of up to {_length} tokens are asked for, and the model reads {config.ContextLength}; give a maximum length of at most that."));
        }

        var room = Math.Max(_frame.SingleRoom + 1, task.Task is TaskKind.Pair or TaskKind.Qa or TaskKind.Choice ? _frame.PairRoom + 2 : 0);
        if (_length < room)
        {
            throw new InvalidDataException(Invariant($"Texts of up to {_length} tokens leave no room for any text: {room} are needed at least; give a larger maximum length."));
        }
    }

    /// <summary>The most tokens of a sequence.</summary>
    public int Length => _length;

    /// <summary>The tokens round texts.</summary>
    public TaskFrame Frame => _frame;

    /// <summary>The sequences of an item.</summary>
    /// <exception cref="InvalidDataException">The item lacks what its task asks for.</exception>
    public TaskReading Read(TaskItem item) => _task.Task switch
    {
        TaskKind.Classify => One(item.Text),
        TaskKind.Regress => item.Second is { } second ? Two(item.Text, second) : One(item.Text),
        TaskKind.Pair => Two(item.Text, item.Second ?? throw Lacks("a second text")),
        TaskKind.Tokens => Words(item.Words ?? throw Lacks("words")),
        TaskKind.Qa => Windows(item.Text, item.Second ?? throw Lacks("a text to find the answer in")),
        TaskKind.Choice => Choices(item.Text, item.Choices ?? throw Lacks("answers to choose from")),
        _ => throw new InvalidOperationException($"The task {_task.Task} is not read in sequences of this kind."),
    };

    private InvalidDataException Lacks(string what) => new($"An item of the task {_task.Task} lacks {what}; give it.");

    private TaskReading One(string text)
    {
        var ids = _tokenizer.Encode(text);
        var room = _length - _frame.SingleRoom;
        var (tokens, segments, _) = _frame.Join(ids.Length > room ? ids[..room] : ids);
        return new([new(tokens, segments)], ids.Length > room);
    }

    private TaskReading Two(string first, string second)
    {
        var (a, b) = (_tokenizer.Encode(first), _tokenizer.Encode(second));
        var isCut = CutLongest(ref a, ref b);
        var (tokens, segments, _) = _frame.Join(a, b);
        List<TaskPassage> passages = [new(tokens, segments)];
        if (_readsBothOrders)
        {
            (tokens, segments, _) = _frame.Join(b, a);
            passages.Add(new(tokens, segments));
        }

        return new(passages, isCut);
    }

    private TaskReading Choices(string question, IReadOnlyList<string> choices)
    {
        if (choices.Count < 2 || choices.Count > _task.Choices)
        {
            throw new InvalidDataException(Invariant($"A question has {choices.Count} answers; this model chooses among 2 to {_task.Choices}."));
        }

        var ids = _tokenizer.Encode(question);
        var (passages, isCut) = (new List<TaskPassage>(), false);
        foreach (var choice in choices)
        {
            var (a, b) = (ids, _tokenizer.Encode(choice));
            isCut |= CutLongest(ref a, ref b);
            var (tokens, segments, _) = _frame.Join(a, b);
            passages.Add(new(tokens, segments));
        }

        return new(passages, isCut);
    }

    /// <summary>The longer text loses tokens at its end until both fit; of equal ones the second.</summary>
    private bool CutLongest(ref int[] first, ref int[] second)
    {
        var room = _length - _frame.PairRoom;
        if (first.Length + second.Length <= room)
        {
            return false;
        }

        var half = room / 2;
        var (a, b) = first.Length <= half ? (first.Length, room - first.Length)
            : second.Length <= half ? (room - second.Length, second.Length)
            : (room - half, half);
        (first, second) = (first[..Math.Min(a, first.Length)], second[..Math.Min(b, second.Length)]);
        return true;
    }

    private TaskReading Words(IReadOnlyList<string> words)
    {
        // Each word where it stands in the sentence: tokenizers write words with the space before them.
        var starts = new int[words.Count];
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < words.Count; i++)
        {
            starts[i] = i == 0 ? 0 : text.Append(' ').Length;
            text.Append(words[i]);
        }

        var encoded = _tokenizer.EncodeWithOffsets(text.ToString());
        var wordOf = new int[encoded.Ids.Length];
        for (int token = 0, word = 0; token < wordOf.Length; token++)
        {
            // A token may begin with the space before its word: its last character tells.
            var place = Math.Max(encoded.Offsets[token].Start, encoded.Offsets[token].End - 1);
            while (word + 1 < words.Count && starts[word + 1] <= place)
            {
                word++;
            }

            wordOf[token] = word;
        }

        var room = _length - _frame.SingleRoom;
        var shared = Math.Min(_task.Stride == 0 ? room / 4 : _task.Stride, room - 1);
        List<TaskPassage> passages = [];
        for (int start = 0, owned = 0; ; start = Math.Max(start + 1, start + room - shared))
        {
            var end = Math.Min(start + room, wordOf.Length);
            var isLast = end == wordOf.Length;

            // Of what two windows share, each is asked for the half that it knows more around.
            var until = isLast ? end : end - (shared / 2);
            var (tokens, segments, first) = _frame.Join(encoded.Ids[start..end]);
            List<(int, int)> asked = [];
            for (; owned < until; owned++)
            {
                if (owned == 0 || wordOf[owned] != wordOf[owned - 1])
                {
                    asked.Add((wordOf[owned], first + owned - start));
                }
            }

            passages.Add(new(tokens, segments) { Words = asked });
            if (isLast)
            {
                return new(passages, false);
            }
        }
    }

    private TaskReading Windows(string question, string text)
    {
        // The text keeps at least half of the room, whatever the question.
        var room = _length - _frame.PairRoom;
        var (asked, encoded) = (_tokenizer.Encode(question), _tokenizer.EncodeWithOffsets(text));
        var isCut = asked.Length > room / 2;
        asked = isCut ? asked[..(room / 2)] : asked;
        room -= asked.Length;
        var shared = Math.Min(_task.Stride == 0 ? room / 4 : _task.Stride, room - 1);
        List<TaskPassage> passages = [];
        for (var start = 0; ; start += room - shared)
        {
            var end = Math.Min(start + room, encoded.Ids.Length);
            var (tokens, segments, first) = _frame.Join(asked, encoded.Ids[start..end]);
            passages.Add(new(tokens, segments) { First = first, Ranges = encoded.Offsets[start..end] });
            if (end == encoded.Ids.Length)
            {
                return new(passages, isCut);
            }
        }
    }
}
