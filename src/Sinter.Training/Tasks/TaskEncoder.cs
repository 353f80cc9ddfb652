using System.Text;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>
/// Turns items of a task into examples for the objective of <see cref="TaskModel.Objective"/>. The target stands at the last token of a text: the number of its class, whether it is the right choice, or only
/// that it counts; numbers and weights stand in the channels.
/// </summary>
public sealed class TaskEncoder
{
    /// <summary>The channel of weights.</summary>
    internal const int WeightChannel = 0;

    /// <summary>The channel of numbers that a regression learns.</summary>
    internal const int NumberChannel = 1;

    private readonly TaskDescription _task;
    private readonly ModelConfig _config;
    private readonly Tokenizer _tokenizer;
    private readonly TaskEncoderOptions _options;
    private readonly TaskReader? _reader;
    private readonly TextTaskReader? _texts;
    private readonly Dictionary<string, int> _classes;

    /// <summary>Prepares to encode.</summary>
    /// <param name="task">The task.</param>
    /// <param name="config">The model that reads the examples, of any head.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="options">How; the defaults where left out.</param>
    /// <exception cref="InvalidDataException">Task, model and tokenizer do not go together.</exception>
    /// <exception cref="ArgumentException">The description or an option has a fault.</exception>
    public TaskEncoder(TaskDescription task, ModelConfig config, Tokenizer tokenizer, TaskEncoderOptions? options = null)
    {
        if (task.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(task));
        }

        (_task, _config, _tokenizer, _options) = (task, config, tokenizer, options ?? new());
        if (_options.ClassWeights is { } weights && (weights.Count != task.Labels.Count || weights.Any(static weight => !(double.IsFinite(weight) && weight > 0))))
        {
            throw new ArgumentException(Invariant($"There are {weights.Count} class weights for {task.Labels.Count} classes; give each class a finite number above 0."), nameof(options));
        }

        if (task.Writes)
        {
            _texts = new TextTaskReader(task, config, tokenizer, _options.Template, _options.VirtualTokens);
        }
        else
        {
            _reader = new TaskReader(task, config, tokenizer, _options.VirtualTokens);
        }

        _classes = task.Labels.Select(static (label, number) => (label, number)).ToDictionary(static pair => pair.label, static pair => pair.number, StringComparer.Ordinal);
    }

    /// <summary>Encodes items for training or measuring.</summary>
    /// <param name="items">The items, each with what is right.</param>
    /// <exception cref="InvalidDataException">An item lacks what its task asks for, or its class is none of the labels.</exception>
    public TaskExamples Encode(IEnumerable<TaskItem> items)
    {
        List<Example> examples = [];
        List<int> sources = [];
        var (index, cut, leftOut, windowed) = (0, 0, 0, 0);
        foreach (var item in items)
        {
            if (!(double.IsFinite(item.Weight) && item.Weight >= 0))
            {
                throw new InvalidDataException(Invariant($"Item {index + 1} has the weight {item.Weight}; expected a finite number, not below 0."));
            }

            var before = examples.Count;
            try
            {
                cut += Add(item, examples) ? 1 : 0;
            }
            catch (InvalidDataException fault)
            {
                throw new InvalidDataException(Invariant($"Item {index + 1}: {fault.Message}"), fault);
            }

            leftOut += examples.Count == before ? 1 : 0;
            windowed += examples.Count > before + 1 ? 1 : 0;
            sources.AddRange(Enumerable.Repeat(index++, examples.Count - before));
        }

        return new TaskExamples(examples)
        {
            Items = index,
            Sources = sources,
            Cut = cut,
            LeftOut = leftOut,
            Windowed = windowed,
            Rule = _task.Task switch
            {
                TaskKind.Classify => "the end of the text is cut off",
                TaskKind.Pair or TaskKind.Choice => "the end of the longer text is cut off",
                TaskKind.Regress => "the end of the text, of two the longer one, is cut off",
                TaskKind.Qa => "the end of the question is cut off",
                TaskKind.Instruct => "the oldest turns are left out, never the answer",
                _ => "the end of the source is cut off, never the target",
            },
            MostPassages = _task.Task == TaskKind.Choice ? _task.Choices : _task.ReadsBothOrders(_config) ? 2 : 1,
            RowLimit = _task.Task is TaskKind.Tokens or TaskKind.Qa || _task.Writes ? _config.ContextLength : int.MaxValue,
            OneInRow = _task.Task == TaskKind.Qa,
            VocabularySize = _config.VocabularySize,
            TokenizerFingerprint = _tokenizer.Fingerprint,
            Padding = _config.PaddingToken is { } padding && (uint)padding < (uint)_config.VocabularySize ? padding : 0,
        };
    }

    /// <summary>What a model that writes is given for an item, up to where its answer begins.</summary>
    /// <exception cref="InvalidDataException">The task writes no text, or the item lacks what it asks for.</exception>
    public int[] Prompt(TaskItem item) => (_texts ?? throw new InvalidDataException($"The task {_task.Task} writes no text.")).Prompt(item);

    /// <summary>Adds the examples of an item, and says whether something was cut.</summary>
    private bool Add(TaskItem item, List<Example> examples)
    {
        if (_texts is not null)
        {
            var (passage, isCut, answer) = _texts.Read(item);
            if (passage is not null)
            {
                examples.Add(new Example(Weighted(passage, item.Weight)) { TextBytes = Encoding.UTF8.GetByteCount(answer) });
            }

            return isCut && passage is not null;
        }

        var reading = _reader!.Read(item);
        switch (_task.Task)
        {
            case TaskKind.Tokens:
                var tags = item.Tags ?? throw new InvalidDataException("It has no classes of its words.");
                if (tags.Count != item.Words!.Count)
                {
                    throw new InvalidDataException(Invariant($"It has {item.Words.Count} words and {tags.Count} classes; expected one for each."));
                }

                examples.AddRange(reading.Passages.Select(passage => OfWords(passage, tags, item.Weight)).OfType<Example>());
                break;
            case TaskKind.Qa:
                var answers = item.Answers ?? throw new InvalidDataException("It does not say what the answer is, or that there is none.");
                examples.AddRange(reading.Passages.Select(passage => new Example(AnswerTargets.Of(passage, answers, item.Second!, _options.VirtualTokens))));
                break;
            case TaskKind.Choice:
                var right = item.Right is { } place && (uint)place < (uint)item.Choices!.Count ? place
                    : throw new InvalidDataException(Invariant($"The right one of its {item.Choices!.Count} answers is {item.Right}; expected an index from 0."));
                examples.Add(new Example([.. reading.Passages.Select((passage, i) => Ending(passage, (2 * i) + (i == right ? 1 : 0), item.Weight, 0))]));
                break;
            default:
                examples.Add(OfTexts(item, reading));
                break;
        }

        return reading.IsCut;
    }

    private Example OfTexts(TaskItem item, TaskReading reading)
    {
        if (!_task.GivesNumbers)
        {
            var number = ClassOf(item.Label ?? throw new InvalidDataException("It has no label."));
            return new Example([.. reading.Passages.Select(passage => Ending(passage, number, item.Weight * ClassWeight(number), 0))]);
        }

        var score = item.Score is { } given && double.IsFinite(given) ? given : throw new InvalidDataException("It has no finite number to learn.");
        return new Example([.. reading.Passages.Select(passage => Ending(passage, 0, item.Weight, (score - _task.Offset) / _task.Scale))]);
    }

    private Example? OfWords(TaskPassage passage, IReadOnlyList<string> tags, double weight)
    {
        var targets = Untrained(passage.Tokens.Length);
        var weights = new float[targets.Length];
        foreach (var (word, place) in passage.Words)
        {
            targets[place] = ClassOf(tags[word]);
            weights[place] = (float)(weight * ClassWeight(targets[place]));
        }

        return passage.Words.Count == 0 ? null : new Example(new Passage(passage.Tokens, targets) { Segments = passage.Segments, Numbers = [weights] });
    }

    /// <summary>A text with its target at the last token.</summary>
    private static Passage Ending(TaskPassage passage, int target, double weight, double number)
    {
        var targets = Untrained(passage.Tokens.Length);
        targets[^1] = target;
        var (weights, numbers) = (new float[targets.Length], new float[targets.Length]);
        (weights[^1], numbers[^1]) = ((float)weight, (float)number);
        return new Passage(passage.Tokens, targets) { Segments = passage.Segments, Numbers = [weights, numbers] };
    }

    private static Passage Weighted(Passage passage, double weight)
        => passage with { Numbers = [[.. passage.Targets.Select(target => target < 0 ? 0 : (float)weight)]] };

    private int ClassOf(string label) => _classes.TryGetValue(label, out var number) ? number
        : throw new InvalidDataException($"The label '{label}' is none of {string.Join(", ", _task.Labels.Take(20))}; a class that is measured must occur in training.");

    private double ClassWeight(int number) => _options.ClassWeights?[number] ?? 1;

    private static int[] Untrained(int length)
    {
        var targets = new int[length];
        Array.Fill(targets, -1);
        return targets;
    }
}
