namespace Sinter.Data.Privacy;

/// <summary>A detector that knows forms of countries, of which some may be wanted only.</summary>
internal interface ICountryDetector : IPersonalDetector
{
    /// <summary>The same for some countries only; for all it knows for null.</summary>
    /// <exception cref="ArgumentException">A country is not known.</exception>
    IPersonalDetector For(IReadOnlyList<string>? countries);
}
