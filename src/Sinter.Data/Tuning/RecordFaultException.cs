namespace Sinter.Data.Tuning;

/// <summary>A record cannot be used; who reads the file counts it. It never leaves this folder.</summary>
internal sealed class RecordFaultException(FaultKind kind, string detail) : Exception(detail)
{
    public FaultKind Kind { get; } = kind;
}
