namespace Sinter.Data.Deduplication;

/// <summary>How much of a spool is written.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="RecordBytes">The bytes of their lines.</param>
/// <param name="IdBytes">The bytes of their ids.</param>
/// <param name="SketchBytes">The bytes of their sketches.</param>
internal readonly record struct SpoolPosition(int Documents, long RecordBytes, long IdBytes, long SketchBytes);
