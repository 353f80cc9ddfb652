using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sinter.Tokenizers.Jinja;

/// <summary>
/// What one rendering may take, since templates come from strangers: steps, the size of a text, nesting. It also knows the line of the
/// template at work, so that each complaint can name it.
/// </summary>
internal sealed class RenderLimits
{
    /// <summary>The most steps of one rendering; a conversation of a thousand messages takes about a hundred thousand.</summary>
    public const int MostSteps = 5_000_000;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int LongestText = 1 << 24;

    /// <summary>The longest range, as in Jinja's own sandbox.</summary>
    public const int LongestRange = 100_000;

    /// <summary>How deep expressions, blocks, macros and values may lie in each other.</summary>
    public const int DeepestNesting = 500;

    // Characters are copied many at a time, so that so many of them count as one step.
    private const int CharactersOfStep = 32;

    private long _steps;
    private int _depth;

    /// <summary>The line of the template at work, from 1.</summary>
    public int Line { get; set; } = 1;

    /// <summary>Takes steps.</summary>
    public void Spend(long steps = 1)
    {
        if ((_steps += steps) > MostSteps)
        {
            throw Error($"the template takes more than {MostSteps:N0} steps; it may loop without end, so use another or a shorter conversation");
        }
    }

    /// <summary>Takes the steps of adding to a text.</summary>
    public void SpendText(int length, int added)
    {
        if ((long)length + added > LongestText)
        {
            throw Error($"a text grows beyond {LongestText >> 20} Mi characters; use a shorter conversation or another template");
        }

        Scan(added);
    }

    /// <summary>Takes the steps of going through so many characters.</summary>
    public void Scan(int characters) => Spend(1 + (characters / CharactersOfStep));

    /// <summary>Takes the steps of making so many values, each of which takes memory.</summary>
    public void Make(int values) => Spend(4L * values);

    /// <summary>Goes one level deeper; <see cref="Leave"/> comes back.</summary>
    public void Enter()
    {
        Spend();
        if (++_depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error($"expressions, blocks, macros or values lie more than {DeepestNesting} levels deep in each other; a macro may call itself without end, so use another template");
        }
    }

    /// <summary>Comes back from <see cref="Enter"/>.</summary>
    public void Leave() => _depth--;

    /// <summary>The error that says so of the line at work.</summary>
    public ChatTemplateException Error(FormattableString what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The chat template, line {Line}: {what.ToString(CultureInfo.InvariantCulture)}."));
}
