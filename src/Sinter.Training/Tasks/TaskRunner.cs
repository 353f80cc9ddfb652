using Sinter.Models;
using Sinter.Tensors;

namespace Sinter.Training.Tasks;

/// <summary>Runs sequences of any lengths through a model, those of about the same length together, in a few programs that are kept.</summary>
/// <param name="model">The model.</param>
/// <param name="batchTokens">Tokens that are computed at once at most, if they are of several sequences.</param>
/// <param name="output">What is wanted of the hidden states and the places of the texts; null for what the head says.</param>
internal sealed class TaskRunner(TextModel model, int batchTokens = 4096, Func<Tensor, Tensor, Tensor>? output = null)
{
    /// <summary>Programs that are kept, each with the memory of its activations.</summary>
    private const int MostPrograms = 12;

    /// <summary>Rows of the programs of each length, where the tokens allow them.</summary>
    private static readonly int[] RowCounts = [64, 8, 1];

    private readonly Dictionary<(int Rows, int Time), TaskProgram> _programs = [];

    /// <summary>The numbers of each sequence, in their order: those of its text, or of each of its tokens one after another.</summary>
    public float[][] Run(IReadOnlyList<TaskPassage> passages, CancellationToken cancellation)
    {
        var results = new float[passages.Count][];

        // The longest first: what follows fits into what there is.
        int[] order = [.. Enumerable.Range(0, passages.Count).OrderByDescending(i => passages[i].Tokens.Length).ThenBy(static i => i)];
        for (var done = 0; done < order.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var time = TimeFor(passages[order[done]].Tokens.Length);
            var left = order.Length - done;
            var program = ProgramFor(RowCounts.First(rows => rows == 1 || (rows <= left && rows * (long)time <= batchTokens)), time);
            var batch = order.AsSpan(done, program.Rows);
            for (var row = 0; row < batch.Length; row++)
            {
                var passage = passages[batch[row]];
                program.Fill(row, passage.Tokens, passage.Segments);
            }

            var numbers = program.Run();
            var width = numbers.Length / program.Rows;
            for (var row = 0; row < batch.Length; row++)
            {
                // Of single tokens, those of the padding are left out.
                var length = IsOfTokens ? width / program.Time * passages[batch[row]].Tokens.Length : width;
                results[batch[row]] = numbers.Slice(row * width, length).ToArray();
            }

            done += batch.Length;
        }

        return results;
    }

    private bool IsOfTokens => output is null && (model.Config.Head is ModelHead.TokenClassification or ModelHead.QuestionAnswering);

    /// <summary>The length of the program for a sequence: less than a quarter of it, or 16 tokens, is padding.</summary>
    private int TimeFor(int tokens)
    {
        var step = 16;
        while (step * 8 < tokens)
        {
            step *= 2;
        }

        return Math.Min(model.Config.ContextLength, (tokens + step - 1) / step * step);
    }

    private TaskProgram ProgramFor(int rows, int time)
    {
        if (!_programs.TryGetValue((rows, time), out var program))
        {
            if (_programs.Count == MostPrograms)
            {
                _programs.Clear();
            }

            _programs[(rows, time)] = program = new TaskProgram(model, rows, time, output);
        }

        return program;
    }
}
