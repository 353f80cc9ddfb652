using Sinter.Data.Sources;

namespace Sinter.Data;

/// <summary>The part of a data set that a document belongs to.</summary>
public enum Split
{
    /// <summary>The model learns from it.</summary>
    Train,

    /// <summary>Looked at while the model learns.</summary>
    Validation,

    /// <summary>Looked at once, at the end.</summary>
    Test,
}

/// <summary>
/// Decides by the id of a document, and by nothing else, to which split it belongs. So the split of a document never changes when others come or go,
/// and growing a share only moves documents out of <see cref="Split.Train"/>.
/// The overloads of one method of a reference count as one: they share most of their words, so that a model that saw one has seen the others.
/// </summary>
public sealed class SplitRule
{
    private readonly double _validationEnd;
    private readonly double _testEnd;

    /// <summary>
    /// Takes the shares of validation and test, from 0 to less than 1 together; the rest is train.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The shares are not numbers, negative, or leave nothing to train on.</exception>
    public SplitRule(double validationShare = 0.02, double testShare = 0.02)
    {
        if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationShare),
                FormattableString.Invariant($"The shares of validation ({validationShare}) and test ({testShare}) must each be 0 or more and leave something to train on: less than 1 together."));
        }

        ValidationShare = validationShare;
        TestShare = testShare;
        _validationEnd = validationShare;
        _testEnd = 1 - testShare;
    }

    /// <summary>The expected share of documents for validation.</summary>
    public double ValidationShare { get; }

    /// <summary>The expected share of documents for the test.</summary>
    public double TestShare { get; }

    /// <summary>The split of a document.</summary>
    public Split Of(Document document) => Of(document.Id);

    /// <summary>The split of the document of this id.</summary>
    public Split Of(string id)
    {
        // The upper 53 bits as a number of [0, 1). Validation grows from below and test from above, so that neither takes from the other.
        var place = (StableHash.Of(DocumentationId.WithoutOverload(id)) >> 11) * (1.0 / (1UL << 53));
        return place < _validationEnd ? Split.Validation : place >= _testEnd ? Split.Test : Split.Train;
    }
}
