@echo off
rem The softmax command of the distribution on Windows. Needs a JDK 25, or the runtime that an image has.
setlocal
set "SOFTMAX_ROOT=%~dp0.."
set "SOFTMAX_JAVA="
if exist "%SOFTMAX_ROOT%\runtime\bin\java.exe" set "SOFTMAX_JAVA=%SOFTMAX_ROOT%\runtime"
if not defined SOFTMAX_JAVA if defined SOFTMAX_JAVA_HOME call :try "%SOFTMAX_JAVA_HOME%"
if not defined SOFTMAX_JAVA if defined SOFTMAX_JAVA_HOME goto wrong
if not defined SOFTMAX_JAVA if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined SOFTMAX_JAVA for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try "%%~dp$PATH:J.."
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*") do (
  if not defined SOFTMAX_JAVA call :try "%%~D"
)
if not defined SOFTMAX_JAVA goto none
"%SOFTMAX_JAVA%\bin\java.exe" -Djava.awt.headless=true -XX:+UseSerialGC -XX:MaxRAMPercentage=70 --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -cp "%SOFTMAX_ROOT%\lib\*;%SOFTMAX_ROOT%\lib\symbolic\*" dev.softmax.cli.Main %*
exit /b %ERRORLEVEL%

:wrong
echo softmax: SOFTMAX_JAVA_HOME is %SOFTMAX_JAVA_HOME%, which is not the folder of a JDK 25; set it to one, or unset it to search the usual places. 1>&2
exit /b 1

:none
echo softmax: no JDK 25 found; install one, for example Temurin 25 from https://adoptium.net, and set SOFTMAX_JAVA_HOME to its folder if it is not in one of the usual places. 1>&2
exit /b 1

:try
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set SOFTMAX_VERSION="none"
for /f "usebackq tokens=1,2 delims==" %%K in ("%~1\release") do if "%%K"=="JAVA_VERSION" set SOFTMAX_VERSION="%%~L"
for /f "delims=.-+" %%V in (%SOFTMAX_VERSION%) do if "%%V"=="25" set "SOFTMAX_JAVA=%~1"
exit /b 0
